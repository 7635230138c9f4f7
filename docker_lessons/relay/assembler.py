"""A small assembler: one list of instructions, machine code for two processors, and the executable around it.

Sources: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2; Arm Architecture Reference Manual for
A-profile, chapter C6; System V ABI, "Object Files". The system calls are Linux's.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final, Literal

Condition = Literal["equal", "not equal", "less"]
"""What the last comparison has to have found; `less` compares signed numbers."""

_BASE: Final = 0x400000
_HEADERS: Final = 64 + 56  # one ELF header and one program header


class Assembler(ABC):
    """Machine code as it grows.

    Registers are those of system calls, `a0` to `a4`, their `result`, and `v0` to `v5`, which calls leave as they are;
    all have 64 bits. On one of the processors `result` is `a0`. Routines do not call others.
    """

    number: ClassVar[int]
    """The processor in an ELF header."""
    registers: ClassVar[Mapping[str, int]]
    system_calls: ClassVar[Mapping[str, int]]

    def __init__(self) -> None:
        self._code = bytearray()
        self._labels: dict[str, int] = {}
        self._jumps: list[tuple[int, str]] = []

    def label(self, name: str) -> None:
        """Names this place."""
        self._labels[name] = len(self._code)

    @abstractmethod
    def set(self, register: str, value: int) -> None:
        """Puts a number of 32 bits, with its sign, into a register."""

    @abstractmethod
    def copy(self, register: str, source: str) -> None:
        """Copies a register."""

    @abstractmethod
    def add(self, register: str, value: int) -> None:
        """Adds a number between -4095 and 4095 to a register."""

    @abstractmethod
    def add_register(self, register: str, other: str) -> None:
        """Adds a register to another one."""

    @abstractmethod
    def subtract_register(self, register: str, other: str) -> None:
        """Subtracts a register from another one."""

    @abstractmethod
    def shift_left(self, register: str, bits: int) -> None:
        """Shifts a register."""

    @abstractmethod
    def load(self, register: str, base: str, offset: int) -> None:
        """Reads four bytes, with their sign; the offset is a multiple of four."""

    @abstractmethod
    def load_half(self, register: str, base: str, offset: int) -> None:
        """Reads two bytes, without a sign; the offset is a multiple of two."""

    @abstractmethod
    def store(self, base: str, offset: int, register: str) -> None:
        """Writes four bytes; the offset is a multiple of four."""

    @abstractmethod
    def compare(self, register: str, value: int) -> None:
        """Compares a register with a number between -4095 and 4095."""

    @abstractmethod
    def jump(self, label: str, condition: Condition | None = None) -> None:
        """Goes on at a label, on a condition if one is given."""

    @abstractmethod
    def call(self, label: str) -> None:
        """Goes on at a routine, which comes back here."""

    @abstractmethod
    def end_of_routine(self) -> None:
        """Goes back to where the routine was called."""

    @abstractmethod
    def reserve(self, register: str, pages: int) -> None:
        """Takes pages of 4096 bytes from the stack, and has the register point at them."""

    @abstractmethod
    def system_call(self, name: str) -> None:
        """Calls the system."""

    @abstractmethod
    def _patch(self, at: int, distance: int) -> None:
        """Completes the jump at a place."""

    def executable(self) -> bytes:
        """Returns an ELF-64 file, little endian, of one loaded segment, which begins with the first instruction."""
        code = self._code
        for at, label in self._jumps:
            self._patch(at, self._labels[label] - at)
        self._jumps.clear()
        size = _HEADERS + len(code)
        ident = b"\x7fELF\x02\x01\x01"  # 64 bit, little endian, version 1
        header = struct.pack(
            "<16sHHIQQQIHHHHHH",
            *(ident, 2, self.number, 1, _BASE + _HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0),
        )
        # Read and execute; what is written is on the stack.
        segment = struct.pack("<IIQQQQQQ", 1, 5, 0, _BASE, _BASE, size, size, 0x1000)
        return header + segment + bytes(code)


class Amd64(Assembler):
    """x86-64."""

    number = 62
    registers: ClassVar[Mapping[str, int]] = {
        "result": 0,
        "a0": 7,
        "a1": 6,
        "a2": 2,
        "a3": 10,
        "a4": 8,
        "v0": 3,
        "v1": 5,
        "v2": 12,
        "v3": 13,
        "v4": 14,
        "v5": 15,
    }
    system_calls: ClassVar[Mapping[str, int]] = {
        "read": 0,
        "write": 1,
        "close": 3,
        "socket": 41,
        "accept": 43,
        "sendto": 44,
        "shutdown": 48,
        "bind": 49,
        "listen": 50,
        "setsockopt": 54,
        "exit": 60,
        "ppoll": 271,
    }
    _CONDITIONS: ClassVar = {"equal": 0x84, "not equal": 0x85, "less": 0x8C}

    def set(self, register: str, value: int) -> None:
        """`mov r64, imm32`."""
        self._unary(0xC7, 0, register)
        self._code += struct.pack("<i", value)

    def copy(self, register: str, source: str) -> None:
        """`mov r64, r64`."""
        self._binary(0x89, register, source)

    def add(self, register: str, value: int) -> None:
        """`add r64, imm32`."""
        self._unary(0x81, 0, register)
        self._code += struct.pack("<i", value)

    def add_register(self, register: str, other: str) -> None:
        """`add r64, r64`."""
        self._binary(0x01, register, other)

    def subtract_register(self, register: str, other: str) -> None:
        """`sub r64, r64`."""
        self._binary(0x29, register, other)

    def shift_left(self, register: str, bits: int) -> None:
        """`shl r64, imm8`."""
        self._unary(0xC1, 4, register)
        self._code.append(bits)

    def load(self, register: str, base: str, offset: int) -> None:
        """`movsxd r64, [r64+disp32]`."""
        self._memory(b"\x63", register, base, offset, wide=True)

    def load_half(self, register: str, base: str, offset: int) -> None:
        """`movzx r64, word [r64+disp32]`."""
        self._memory(b"\x0f\xb7", register, base, offset, wide=True)

    def store(self, base: str, offset: int, register: str) -> None:
        """`mov [r64+disp32], r32`."""
        self._memory(b"\x89", register, base, offset, wide=False)

    def compare(self, register: str, value: int) -> None:
        """`cmp r64, imm32`."""
        self._unary(0x81, 7, register)
        self._code += struct.pack("<i", value)

    def jump(self, label: str, condition: Condition | None = None) -> None:
        """`jmp rel32`, or `jcc rel32`."""
        self._code += bytes([0x0F, self._CONDITIONS[condition]]) if condition else b"\xe9"
        self._distance(label)

    def call(self, label: str) -> None:
        """`call rel32`."""
        self._code += b"\xe8"
        self._distance(label)

    def end_of_routine(self) -> None:
        """`ret`."""
        self._code += b"\xc3"

    def reserve(self, register: str, pages: int) -> None:
        """`sub rsp, imm32`, then `mov r64, rsp`."""
        self._code += b"\x48\x81\xec" + struct.pack("<i", pages * 4096)
        rsp = 4
        self._code += self._prefix(rsp, self.registers[register]) + bytes([0x89])
        self._code += self._operands(rsp, self.registers[register])

    def system_call(self, name: str) -> None:
        """`mov rax, NUMBER`, then `syscall`."""
        self.set("result", self.system_calls[name])
        self._code += b"\x0f\x05"

    def _patch(self, at: int, distance: int) -> None:
        self._code[at : at + 4] = struct.pack("<i", distance - 4)

    def _distance(self, label: str) -> None:
        self._jumps.append((len(self._code), label))
        self._code += bytes(4)

    def _unary(self, opcode: int, extension: int, register: str) -> None:
        number = self.registers[register]
        self._code += self._prefix(0, number) + bytes([opcode]) + self._operands(extension, number)

    def _binary(self, opcode: int, target: str, source: str) -> None:
        left, right = self.registers[target], self.registers[source]
        self._code += self._prefix(right, left) + bytes([opcode]) + self._operands(right, left)

    def _memory(self, opcode: bytes, register: str, base: str, offset: int, *, wide: bool) -> None:
        number, at = self.registers[register], self.registers[base]
        self._code += self._prefix(number, at, wide=wide) + opcode
        self._code.append(0x80 | (number & 7) << 3 | at & 7)
        if at & 7 == 4:
            self._code.append(0x24)
        self._code += struct.pack("<i", offset)

    @staticmethod
    def _prefix(middle: int, last: int, *, wide: bool = True) -> bytes:
        return bytes([0x40 | wide << 3 | (middle >> 3) << 2 | last >> 3])

    @staticmethod
    def _operands(middle: int, last: int) -> bytes:
        return bytes([0xC0 | (middle & 7) << 3 | last & 7])


class Arm64(Assembler):
    """AArch64."""

    number = 183
    registers: ClassVar[Mapping[str, int]] = {
        "result": 0,
        "a0": 0,
        "a1": 1,
        "a2": 2,
        "a3": 3,
        "a4": 4,
        "v0": 19,
        "v1": 20,
        "v2": 21,
        "v3": 22,
        "v4": 23,
        "v5": 24,
    }
    system_calls: ClassVar[Mapping[str, int]] = {
        "read": 63,
        "write": 64,
        "close": 57,
        "socket": 198,
        "accept": 202,
        "sendto": 206,
        "shutdown": 210,
        "bind": 200,
        "listen": 201,
        "setsockopt": 208,
        "exit": 93,
        "ppoll": 73,
    }
    _CONDITIONS: ClassVar = {"equal": 0, "not equal": 1, "less": 11}
    _NUMBER: Final = 8
    _SP: Final = 31

    def set(self, register: str, value: int) -> None:
        """`movz` and `movk`, or `movn`."""
        at = self.registers[register]
        if value < 0:
            self._word(0x92800000 | ~value << 5 | at)
            return
        self._word(0xD2800000 | (value & 0xFFFF) << 5 | at)
        if value >> 16:
            self._word(0xF2A00000 | (value >> 16) << 5 | at)

    def copy(self, register: str, source: str) -> None:
        """`mov x, x`."""
        self._word(0xAA0003E0 | self.registers[source] << 16 | self.registers[register])

    def add(self, register: str, value: int) -> None:
        """`add x, x, #imm12`, or `sub`."""
        at = self.registers[register]
        self._word((0x91000000 if value >= 0 else 0xD1000000) | abs(value) << 10 | at << 5 | at)

    def add_register(self, register: str, other: str) -> None:
        """`add x, x, x`."""
        at = self.registers[register]
        self._word(0x8B000000 | self.registers[other] << 16 | at << 5 | at)

    def subtract_register(self, register: str, other: str) -> None:
        """`sub x, x, x`."""
        at = self.registers[register]
        self._word(0xCB000000 | self.registers[other] << 16 | at << 5 | at)

    def shift_left(self, register: str, bits: int) -> None:
        """`lsl x, x, #bits`."""
        at = self.registers[register]
        self._word(0xD3400000 | (64 - bits & 63) << 16 | (63 - bits) << 10 | at << 5 | at)

    def load(self, register: str, base: str, offset: int) -> None:
        """`ldrsw x, [x, #offset]`."""
        self._memory(0xB9800000, register, base, offset // 4)

    def load_half(self, register: str, base: str, offset: int) -> None:
        """`ldrh w, [x, #offset]`."""
        self._memory(0x79400000, register, base, offset // 2)

    def store(self, base: str, offset: int, register: str) -> None:
        """`str w, [x, #offset]`."""
        self._memory(0xB9000000, register, base, offset // 4)

    def compare(self, register: str, value: int) -> None:
        """`cmp x, #imm12`, or `cmn`."""
        opcode = 0xF100001F if value >= 0 else 0xB100001F
        self._word(opcode | abs(value) << 10 | self.registers[register] << 5)

    def jump(self, label: str, condition: Condition | None = None) -> None:
        """`b`, or `b.cond`."""
        self._jumps.append((len(self._code), label))
        self._word(0x54000000 | self._CONDITIONS[condition] if condition else 0x14000000)

    def call(self, label: str) -> None:
        """`bl`."""
        self._jumps.append((len(self._code), label))
        self._word(0x94000000)

    def end_of_routine(self) -> None:
        """`ret`."""
        self._word(0xD65F03C0)

    def reserve(self, register: str, pages: int) -> None:
        """`sub sp, sp, #pages, lsl #12`, then `mov x, sp`."""
        self._word(0xD1400000 | pages << 10 | self._SP << 5 | self._SP)
        self._word(0x91000000 | self._SP << 5 | self.registers[register])

    def system_call(self, name: str) -> None:
        """`mov x8, #NUMBER`, then `svc #0`."""
        self._word(0xD2800000 | self.system_calls[name] << 5 | self._NUMBER)
        self._word(0xD4000001)

    def _patch(self, at: int, distance: int) -> None:
        (word,) = struct.unpack_from("<I", self._code, at)
        words = distance // 4
        if word >> 24 == 0x54:
            word |= (words & 0x7FFFF) << 5
        else:
            word |= words & 0x3FFFFFF
        struct.pack_into("<I", self._code, at, word)

    def _word(self, word: int) -> None:
        self._code += struct.pack("<I", word)

    def _memory(self, opcode: int, register: str, base: str, scaled: int) -> None:
        self._word(opcode | scaled << 10 | self.registers[base] << 5 | self.registers[register])


MACHINES: Final[Mapping[str, type[Assembler]]] = {"amd64": Amd64, "arm64": Arm64}
"""The processors, as images name them."""
