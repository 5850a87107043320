// libcublasLt.so.13 of the simulated device: libcublas and the presets need it to exist.
extern "C" unsigned long cublasLtGetVersion() {
  return 130000;
}
