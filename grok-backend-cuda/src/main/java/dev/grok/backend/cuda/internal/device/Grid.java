package dev.grok.backend.cuda.internal.device;

/** The blocks of a launch along three axes, and the threads of a block. */
record Grid(int x, int y, int z, int threads) {}
