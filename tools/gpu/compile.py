#!/usr/bin/env python3
"""Compiles every kernel family by a real NVRTC, without a GPU: errors, registers, spills.

    mvn -pl grok-backend-cuda -am compile
    pip download nvidia-cuda-nvrtc && unzip nvidia_cuda_nvrtc-*.whl -d nvrtc
    tools/gpu/compile.py nvrtc/nvidia/cu13/lib [sm_75 sm_90 ...]
"""

import ctypes
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ROOT / "grok-backend-cuda/src/main/resources/dev/grok/backend/cuda/internal/kernels"
HEADER = "grok.cuh"
CONSTANTS = "constants.cuh"
CLASS_PATH = f"{ROOT}/grok-backend-cuda/target/classes:{ROOT}/grok-api/target/classes"
ARCHITECTURES = ["sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120"]
FUNCTION = re.compile(r"entry function '(\w+)'")
USE = re.compile(r"Used (.*)")
SPILL = re.compile(r"([1-9]\d*) bytes spill stores")


def library(folder):
    """NVRTC. Its builtins are loaded first, because the linker would not look for them in the folder."""
    for builtins in sorted(folder.glob("libnvrtc-builtins.so.*")):
        ctypes.CDLL(str(builtins), ctypes.RTLD_GLOBAL)
    found = sorted(folder.glob("libnvrtc.so.*"))
    if not found:
        sys.exit(f"no libnvrtc.so.* in {folder}")
    return ctypes.CDLL(str(found[0]))


def constants():
    """The header that the backend writes."""
    command = ["java", "-cp", CLASS_PATH, "dev.grok.backend.cuda.internal.kernels.KernelConstants"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def strings(values):
    """An array of C strings."""
    return (ctypes.c_char_p * len(values))(*values)


def compiled(nvrtc, source, headers, architecture):
    """Whether it compiles, and what the compiler says."""
    program = ctypes.c_void_p()
    texts = strings(list(headers.values()))
    names = strings([name.encode() for name in headers])
    name = source.name.encode()
    nvrtc.nvrtcCreateProgram(ctypes.byref(program), source.read_bytes(), name, len(headers), texts, names)
    options = [f"--gpu-architecture={architecture}", "--std=c++17", "--fmad=false", "--ptxas-options=-v"]
    status = nvrtc.nvrtcCompileProgram(program, len(options), strings([o.encode() for o in options]))
    size = ctypes.c_size_t()
    nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size))
    log = ctypes.create_string_buffer(size.value)
    nvrtc.nvrtcGetProgramLog(program, log)
    nvrtc.nvrtcDestroyProgram(ctypes.byref(program))
    return status == 0, log.value.decode()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    nvrtc = library(pathlib.Path(sys.argv[1]))
    headers = {HEADER: (KERNELS / HEADER).read_bytes(), CONSTANTS: constants()}
    failed = 0
    for architecture in sys.argv[2:] or ARCHITECTURES:
        for source in sorted(KERNELS.glob("*.cu")):
            succeeded, log = compiled(nvrtc, source, headers, architecture)
            failed += not succeeded
            print(architecture, source.name, "compiles" if succeeded else "FAILS\n" + log)
            function = spill = ""
            for line in log.splitlines() if succeeded else []:
                if match := FUNCTION.search(line):
                    function, spill = match[1], ""
                elif match := SPILL.search(line):
                    spill = f", SPILLS {match[1]} bytes"
                elif match := USE.search(line):
                    print(f"  {function}: {match[1]}{spill}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
