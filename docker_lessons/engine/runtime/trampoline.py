"""A tiny static program that starts another one for proot or bubblewrap, and tells exactly how it ended.

proot and bubblewrap pass on their own environment, name a program by its path alone, and do not tell which signal
ended it. So the variables that are meant for the program within are marked: `trampoline PATH ARGUMENT0 ...` starts
PATH as its child, with only the marked variables of its environment, without their mark. To the descriptor `REPORT`
it writes the child's process ID, and when the child has ended, its wait status. Where PATH cannot be started, the
child ends with `FAILED`.
"""

from __future__ import annotations

import struct
from typing import Final

MARK: Final = b"\x01"
FAILED: Final = 126
REPORT: Final = 3
_BASE: Final = 0x400000
_HEADERS: Final = 64 + 56  # one ELF header and one program header

_X86_64: Final = """
48 8b 1c 24             mov  rbx, [rsp]               # the number of arguments
48 8b 7c 24 10          mov  rdi, [rsp+16]            # the path
48 8d 74 24 18          lea  rsi, [rsp+24]            # the arguments
48 8d 54 dc 10          lea  rdx, [rsp+rbx*8+16]      # the environment
49 89 d0                mov  r8, rdx                  # where it is read
49 89 d1                mov  r9, rdx                  # where what is kept is written
49 8b 00                next: mov  rax, [r8]
49 83 c0 08             add  r8, 8
48 85 c0                test rax, rax
74 11                   jz   end
80 38 01                cmp  byte ptr [rax], 1        # marked?
75 ef                   jne  next
48 ff c0                inc  rax
49 89 01                mov  [r9], rax
49 83 c1 08             add  r9, 8
eb e3                   jmp  next
49 89 01                end: mov  [r9], rax
49 89 fc                mov  r12, rdi
49 89 f5                mov  r13, rsi
49 89 d6                mov  r14, rdx
6a ff                   push -1
49 89 e7                mov  r15, rsp
31 ff                   xor  edi, edi
4c 89 fe                mov  rsi, r15
31 d2                   xor  edx, edx
41 ba 08 00 00 00       mov  r10d, 8
b8 0e 00 00 00          mov  eax, 14                  # rt_sigprocmask
0f 05                   syscall
b8 39 00 00 00          mov  eax, 57                  # fork
0f 05                   syscall
85 c0                   test eax, eax
75 41                   jnz  parent
bf 03 00 00 00          mov  edi, 3
b8 03 00 00 00          mov  eax, 3                   # close
0f 05                   syscall
49 c7 07 00 00 00 00    mov  qword ptr [r15], 0
bf 02 00 00 00          mov  edi, 2
4c 89 fe                mov  rsi, r15
31 d2                   xor  edx, edx
41 ba 08 00 00 00       mov  r10d, 8
b8 0e 00 00 00          mov  eax, 14                  # rt_sigprocmask
0f 05                   syscall
4c 89 e7                mov  rdi, r12
4c 89 ee                mov  rsi, r13
4c 89 f2                mov  rdx, r14
b8 3b 00 00 00          mov  eax, 59                  # execve
0f 05                   syscall
bf 7e 00 00 00          mov  edi, 126
eb 58                   jmp  exit
41 89 c4                parent: mov  r12d, eax
41 89 07                mov  [r15], eax
bf 03 00 00 00          mov  edi, 3
4c 89 fe                mov  rsi, r15
ba 04 00 00 00          mov  edx, 4
b8 01 00 00 00          mov  eax, 1                   # write
0f 05                   syscall
44 89 e7                wait: mov  edi, r12d
4c 89 fe                mov  rsi, r15
31 d2                   xor  edx, edx
45 31 d2                xor  r10d, r10d
b8 3d 00 00 00          mov  eax, 61                  # wait4
0f 05                   syscall
83 f8 fc                cmp  eax, -4
74 e9                   je   wait
bf 03 00 00 00          mov  edi, 3
4c 89 fe                mov  rsi, r15
ba 04 00 00 00          mov  edx, 4
b8 01 00 00 00          mov  eax, 1                   # write
0f 05                   syscall
41 8b 3f                mov  edi, [r15]
89 f8                   mov  eax, edi
c1 ef 08                shr  edi, 8
83 e0 7f                and  eax, 127
74 06                   jz   exit
8d b8 80 00 00 00       lea  edi, [rax+128]
b8 3c 00 00 00          exit: mov  eax, 60            # exit
0f 05                   syscall
"""
_ARM64: Final = """
e3 03 40 f9             ldr  x3, [sp]                 // the number of arguments
e0 0b 40 f9             ldr  x0, [sp, #16]            // the path
e1 63 00 91             add  x1, sp, #24              // the arguments
e2 6f 23 8b             add  x2, sp, x3, lsl #3
42 40 00 91             add  x2, x2, #16              // the environment
e4 03 02 aa             mov  x4, x2                   // where it is read
e5 03 02 aa             mov  x5, x2                   // where what is kept is written
86 84 40 f8             next: ldr  x6, [x4], #8
e6 00 00 b4             cbz  x6, end
c7 00 40 39             ldrb w7, [x6]
ff 04 00 71             cmp  w7, #1                   // marked?
81 ff ff 54             b.ne next
c6 04 00 91             add  x6, x6, #1
a6 84 00 f8             str  x6, [x5], #8
f9 ff ff 17             b    next
bf 00 00 f9             end: str  xzr, [x5]
f4 03 00 aa             mov  x20, x0
f5 03 01 aa             mov  x21, x1
f6 03 02 aa             mov  x22, x2
06 00 80 92             mov  x6, #-1
e6 0f 1f f8             str  x6, [sp, #-16]!
00 00 80 d2             mov  x0, #0
e1 03 00 91             mov  x1, sp
02 00 80 d2             mov  x2, #0
03 01 80 d2             mov  x3, #8
e8 10 80 d2             mov  x8, #135                 // rt_sigprocmask
01 00 00 d4             svc  #0
20 02 80 d2             mov  x0, #17
01 00 80 d2             mov  x1, #0
02 00 80 d2             mov  x2, #0
03 00 80 d2             mov  x3, #0
04 00 80 d2             mov  x4, #0
88 1b 80 d2             mov  x8, #220                 // clone
01 00 00 d4             svc  #0
40 02 00 b5             cbnz x0, parent
60 00 80 d2             mov  x0, #3
28 07 80 d2             mov  x8, #57                  // close
01 00 00 d4             svc  #0
ff 03 00 f9             str  xzr, [sp]
40 00 80 d2             mov  x0, #2
e1 03 00 91             mov  x1, sp
02 00 80 d2             mov  x2, #0
03 01 80 d2             mov  x3, #8
e8 10 80 d2             mov  x8, #135                 // rt_sigprocmask
01 00 00 d4             svc  #0
e0 03 14 aa             mov  x0, x20
e1 03 15 aa             mov  x1, x21
e2 03 16 aa             mov  x2, x22
a8 1b 80 d2             mov  x8, #221                 // execve
01 00 00 d4             svc  #0
c0 0f 80 d2             mov  x0, #126
1a 00 00 14             b    exit
f4 03 00 aa             parent: mov  x20, x0
e0 03 00 b9             str  w0, [sp]
60 00 80 d2             mov  x0, #3
e1 03 00 91             mov  x1, sp
82 00 80 d2             mov  x2, #4
08 08 80 d2             mov  x8, #64                  // write
01 00 00 d4             svc  #0
e0 03 14 aa             wait: mov  x0, x20
e1 03 00 91             mov  x1, sp
02 00 80 d2             mov  x2, #0
03 00 80 d2             mov  x3, #0
88 20 80 d2             mov  x8, #260                 // wait4
01 00 00 d4             svc  #0
1f 10 00 b1             cmn  x0, #4
20 ff ff 54             b.eq wait
60 00 80 d2             mov  x0, #3
e1 03 00 91             mov  x1, sp
82 00 80 d2             mov  x2, #4
08 08 80 d2             mov  x8, #64                  // write
01 00 00 d4             svc  #0
e1 03 40 b9             ldr  w1, [sp]
20 7c 08 53             lsr  w0, w1, #8
21 18 00 72             ands w1, w1, #127
40 00 00 54             b.eq exit
20 00 02 11             add  w0, w1, #128
a8 0b 80 d2             exit: mov  x8, #93            // exit
01 00 00 d4             svc  #0
"""
_MACHINES: Final = {"x86_64": (62, _X86_64), "aarch64": (183, _ARM64)}


def program(machine: str) -> bytes:
    """Returns the program (ELF-64, little endian) for a machine as the system names it.

    Source: System V ABI, "Object Files" and "Process Initialization"; the system calls are Linux's.

    Raises:
        KeyError: For another machine than ``x86_64`` and ``aarch64``.
    """
    number, listing = _MACHINES[machine]
    code = bytes.fromhex("".join(line[:24] for line in listing.strip().splitlines()))
    size = _HEADERS + len(code)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH",
        *(b"\x7fELF\x02\x01\x01", 2, number, 1, _BASE + _HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0),
    )
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, _BASE, _BASE, size, size, 0x1000)
    return header + segment + code
