package dev.grok.spark;

import java.io.Serializable;

/**
 * A cell on its way to an executor.
 *
 * @param cell its number in the sweep
 * @param id the hash of its configuration
 * @param config its configuration as JSON
 */
public record CellTask(int cell, String id, String config) implements Serializable {}
