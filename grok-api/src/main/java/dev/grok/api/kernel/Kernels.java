package dev.grok.api.kernel;

/** All kernels: the sum of the groups. Every backend implements every one. */
public interface Kernels
    extends MatmulKernels,
        ActivationKernels,
        EmbeddingKernels,
        NormalizationKernels,
        AttentionKernels,
        LossKernels,
        AccuracyKernels,
        OptimizerKernels,
        ElementwiseKernels,
        ReductionKernels,
        CounterKernels,
        SamplingKernels {}
