/**
 * The parts of `GET /course` and of each line of `GET /watch` that the widgets show
 * (docs/architecture.md, "The control socket").
 */

/** What a check says of one step. */
export interface Verdict {
  step: string;
  verdict: "passed" | "not yet" | "could not check" | "skipped";
  /** A stable identifier; null where the step passed. */
  cause: string | null;
  seen?: string;
  wanted?: string;
  /** One line that can be typed as it stands; null where there is nothing to type. */
  repair?: string | null;
  text?: string;
  /** How the repair is shown, as soon as the step's help is (lessons/repair.py). */
  repair_shown: RepairShown;
  /** False where "Show me" could only refuse (lessons/show_me.py). */
  show_me?: boolean;
  /** What was found, in facts (findings/finding.py). */
  finding?: { facts: Record<string, unknown> };
}

export type RepairShown = "withheld" | "behind the button" | "open";

/** A step as `/course` describes it; before the course is known, its name alone. */
export interface Step {
  step: string;
  number: number | "…";
  page: string;
  title: string;
  goal: string;
  /** First a pointer, then the command. */
  hints?: (string | null)[];
  question?: Question | null;
  /** With what a learner does it: in a cell, in a terminal, at the Hub, by an answer. */
  hands?: "given" | "blank" | "terminal" | "hub" | "answer" | "yours";
  /** Seconds until the command and "Show me" are offered. */
  reveal_after?: number;
  /** The parts that a panel shows in lines of their own. */
  lines?: Pick<Step, "title" | "goal">[];
}

export interface Question {
  text: string;
  placeholder: string;
  /** What the picture hides until it is answered: `image ID` or `digest`. */
  about?: string;
}

/** A step in the track of the whole course. */
export type TrackedStep = Pick<Step, "step" | "page" | "title">;

export interface CoursePage {
  page: string;
  title: string;
  minutes: number | "…";
  steps: string[];
}

/** The course as the head of a widget shows it; empty before it is known. */
export interface Course {
  steps?: TrackedStep[];
  pages?: CoursePage[];
}

/** How a step was done; null while it is not. */
export type Mark = "by hand" | "shown" | "skipped" | null;

/** What is on this computer and at the Hub; a side is null while it does not answer. */
export interface Scene {
  host: HostImage[] | null;
  hub: Repository[] | null;
  /** The account that docker is logged in with; empty where only that it is logged in is known. */
  log_in: string | null;
  /** Whether there is no `hub` because it shows nothing to anyone who isn't logged in. */
  hub_hidden?: boolean;
  /** Whether only public repositories can be seen, so that one that isn't there may be private. */
  hub_public_only?: boolean;
  /** The Hub's name: the practice Hub, unless it is Docker Hub itself. */
  hub_name?: string;
  /** The number of images and containers on this computer that are not drawn. */
  others?: { images?: number; containers?: number };
}

export interface Picture extends Scene {
  /** What there was before the last change; null while there was none. */
  before?: Scene | null;
  /** The name or ID that `docker tag` was told for each new name, as far as that was seen. */
  tagged?: Record<string, string>;
}

export interface HostImage {
  id: string;
  names: string[];
  /** The diff IDs of its layers, from the first to the last; null where they are not known. */
  layers: string[] | null;
  /** The containers that were made from it. */
  containers?: { name: string; state: string }[];
}

export interface Repository {
  /** Its full name, such as `demousr/demorep`. */
  repository: string;
  /** Null at a registry that does not say it. */
  visibility: "public" | "private" | null;
  tags: Tag[];
}

export interface Tag {
  name: string;
  digest: string;
  /** The ID of the image that it names; empty where it is not known. */
  image: string;
  /** As those of an image on this computer. */
  layers: string[] | null;
  /** The digests of these layers' blobs, in the same order. */
  blobs?: string[];
}

/** A build, push or pull, as far as it has come. */
export interface Activity {
  number: number;
  kind: "build" | "push" | "pull";
  name: string;
  layers: Layer[];
  done: boolean;
  /** The sentence that it failed with; empty while all goes well. */
  error: string;
}

/** A layer on its way, or a step of a build; `current` and `total` in bytes, 0 where unknown. */
export interface Layer {
  id: string;
  status: string;
  current: number;
  total: number;
}
