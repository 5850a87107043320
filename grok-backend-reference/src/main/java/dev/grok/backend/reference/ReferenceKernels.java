package dev.grok.backend.reference;

import dev.grok.api.kernel.Kernels;

/**
 * All kernels in float64: the sum of the groups, each of which reads like its formulas. Open to
 * extension, so that a test can plant a fault.
 */
public class ReferenceKernels
    implements Kernels,
        MatmulLoops,
        ActivationLoops,
        EmbeddingLoops,
        NormalizationLoops,
        AttentionLoops,
        LossLoops,
        AccuracyLoops,
        OptimizerLoops,
        ElementwiseLoops,
        ReductionLoops,
        CounterLoops,
        SamplingLoops {}
