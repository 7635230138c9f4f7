"""The options of docker's commands, the short names of its long commands, and where options end.

Source: docker's command line reference, https://docs.docker.com/reference/cli/docker/, for the clients
20.10 to 28 and for `docker build` of buildx. Tests compare the tables with what real clients say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

GLOBAL = "config= c/context= D/debug H/host= l/log-level= tls tlscacert= tlscert= tlskey= tlsverify v/version"
"""The client's own options, which stand before the command: `short/long`, with `=` where a value follows."""

_CREATE = (
    "add-host= annotation= a/attach= blkio-weight= blkio-weight-device= cap-add= cap-drop= cgroup-parent= "
    "cgroupns= cidfile= cpu-count= cpu-percent= cpu-period= cpu-quota= cpu-rt-period= cpu-rt-runtime= "
    "c/cpu-shares= cpus= cpuset-cpus= cpuset-mems= device= device-cgroup-rule= device-read-bps= "
    "device-read-iops= device-write-bps= device-write-iops= disable-content-trust dns= dns-opt= dns-option= "
    "dns-search= domainname= entrypoint= e/env= env-file= expose= gpus= group-add= health-cmd= "
    "health-interval= health-retries= health-start-interval= health-start-period= health-timeout= h/hostname= "
    "init i/interactive io-maxbandwidth= io-maxiops= ip= ip6= ipc= isolation= kernel-memory= l/label= "
    "label-file= link= link-local-ip= log-driver= log-opt= mac-address= m/memory= memory-reservation= "
    "memory-swap= memory-swappiness= mount= name= net= net-alias= network= network-alias= no-healthcheck "
    "oom-kill-disable oom-score-adj= pid= pids-limit= platform= privileged p/publish= P/publish-all pull= "
    "q/quiet read-only restart= rm runtime= security-opt= shm-size= stop-signal= stop-timeout= storage-opt= "
    "sysctl= tmpfs= t/tty ulimit= use-api-socket u/user= userns= uts= v/volume= volume-driver= volumes-from= "
    "w/workdir="
)

COMMANDS: Mapping[str, str] = {
    "attach": "detach-keys= no-stdin sig-proxy",
    "build": "add-host= allow= annotation= attest= build-arg= build-context= builder= cache-from= cache-to= "
    "call= cgroup-parent= check compress cpu-period= cpu-quota= c/cpu-shares= cpuset-cpus= cpuset-mems= "
    "disable-content-trust f/file= force-rm iidfile= isolation= label= load m/memory= memory-swap= "
    "metadata-file= network= no-cache no-cache-filter= o/output= platform= progress= provenance= pull push "
    "q/quiet rm sbom= secret= security-opt= shm-size= squash ssh= t/tag= target= ulimit=",
    "commit": "a/author= c/change= m/message= p/pause",
    "container prune": "filter= f/force",
    "cp": "a/archive L/follow-link q/quiet",
    "create": _CREATE,
    "diff": "",
    "events": "f/filter= format= since= until=",
    "exec": "d/detach detach-keys= e/env= env-file= i/interactive privileged t/tty u/user= w/workdir=",
    "export": "o/output=",
    "history": "format= H/human no-trunc platform= q/quiet",
    "image prune": "a/all filter= f/force",
    "images": "a/all digests f/filter= format= no-trunc q/quiet tree",
    "import": "c/change= m/message= platform=",
    "info": "f/format=",
    "inspect": "f/format= s/size type=",
    "kill": "s/signal=",
    "load": "i/input= platform= q/quiet",
    "login": "p/password= password-stdin u/username=",
    "logout": "",
    "logs": "details f/follow since= n/tail= t/timestamps until=",
    "manifest annotate": "arch= os= os-features= os-version= variant=",
    "manifest create": "a/amend insecure",
    "manifest inspect": "insecure v/verbose",
    "manifest push": "insecure p/purge",
    "manifest rm": "",
    "pause": "",
    "port": "",
    "ps": "a/all f/filter= format= n/last= l/latest no-trunc q/quiet s/size",
    "pull": "a/all-tags disable-content-trust platform= q/quiet",
    "push": "a/all-tags disable-content-trust platform= q/quiet",
    "rename": "",
    "restart": "s/signal= t/time= t/timeout=",
    "rm": "f/force l/link v/volumes",
    "rmi": "f/force no-prune platform=",
    "run": f"{_CREATE} d/detach detach-keys= sig-proxy",
    "save": "o/output= platform=",
    "search": "f/filter= format= limit= no-trunc",
    "start": "a/attach checkpoint= checkpoint-dir= detach-keys= i/interactive",
    "stats": "a/all format= no-stream no-trunc",
    "stop": "s/signal= t/time= t/timeout=",
    "tag": "",
    "top": "",
    "unpause": "",
    "update": "blkio-weight= cpu-period= cpu-quota= cpu-rt-period= cpu-rt-runtime= c/cpu-shares= cpus= "
    "cpuset-cpus= cpuset-mems= kernel-memory= m/memory= memory-reservation= memory-swap= pids-limit= restart=",
    "version": "f/format= kubeconfig=",
    "wait": "",
}
"""Each command's options. A command that is not here has options that take no value, as far as is known."""

GROUPS = frozenset({"container", "image"})
"""The management commands of which every command is read by its second word."""

IMAGE_COMMANDS = (
    *(
        "build",
        "history",
        "import",
        "inspect",
        "list",
        "load",
        "ls",
        "prune",
        "pull",
        "push",
        "remove",
        "rm",
        "save",
    ),
    *("tag",),
)
"""The commands of `docker image`."""

MANIFEST_COMMANDS = ("annotate", "create", "inspect", "push", "rm")
"""The commands of `docker manifest`, each read by both of its words."""

SHORT_NAMES: Mapping[tuple[str, str], str] = {
    ("builder", "build"): "build",
    ("buildx", "b"): "build",
    ("buildx", "build"): "build",
    ("container", "list"): "ps",
    ("container", "ls"): "ps",
    ("container", "remove"): "rm",
    ("image", "list"): "images",
    ("image", "ls"): "images",
    ("image", "remove"): "rmi",
    ("image", "rm"): "rmi",
    **{("manifest", each): f"manifest {each}" for each in MANIFEST_COMMANDS},
    ("system", "events"): "events",
    ("system", "info"): "info",
}
"""Commands of two words whose short name is another than their second word, or that stand in no group."""

OPERANDS_END_OPTIONS = frozenset({"commit", "create", "exec", "run", "tag", "top"})
"""The commands whose options end at the first operand: what follows `run IMAGE` is the program's."""


@dataclass(frozen=True)
class OptionKind:
    """One option that a command has."""

    long: str
    """Its long name, such as `--tag`."""
    short: str
    """Its short name, such as `-t`; '' where it has none."""
    takes_value: bool


@cache
def kinds(command: str) -> Mapping[str, OptionKind]:
    """Returns the options of a command by each of their names, `--tag` and `-t`.

    `--help` is an option of every command, also of an unknown one, and so is `-h` where it has no other meaning.
    """
    return _kinds(COMMANDS.get(command, ""))


@cache
def global_kinds() -> Mapping[str, OptionKind]:
    """Returns the client's own options by each of their names."""
    return _kinds(GLOBAL)


def _kinds(table: str) -> Mapping[str, OptionKind]:
    found: dict[str, OptionKind] = {}
    for entry in table.split():
        short, slash, long = entry.removesuffix("=").rpartition("/")
        kind = OptionKind(f"--{long}", f"-{short}" if slash else "", entry.endswith("="))
        found[kind.long] = kind
        if kind.short:
            found[kind.short] = kind
    help_kind = OptionKind("--help", "", takes_value=False)
    return {"--help": help_kind, "-h": help_kind, **found}
