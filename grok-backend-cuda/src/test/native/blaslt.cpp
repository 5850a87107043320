// libcublasLt.so.13 of the simulated device: libcublas and the presets want it to be there.
extern "C" unsigned long cublasLtGetVersion() {
  return 130000;
}
