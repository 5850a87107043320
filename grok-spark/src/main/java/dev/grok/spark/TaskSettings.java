package dev.grok.spark;

import java.io.Serializable;
import java.util.Map;

/**
 * What all tasks of a sweep share.
 *
 * @param backend name of the backend
 * @param data directory of image data on the executors; empty: that named by GROK_DATA there
 * @param replicas most replicas of an ensemble; 0: as many as the backend prefers
 * @param initialStates contents of the initial states by file name
 */
record TaskSettings(String backend, String data, int replicas, Map<String, byte[]> initialStates)
    implements Serializable {}
