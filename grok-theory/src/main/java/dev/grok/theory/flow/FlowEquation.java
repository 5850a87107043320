package dev.grok.theory.flow;

/** The right-hand side of the gradient flow, with H = (2/Z₀) AᵀA and ℓ₀ as it is at each time. */
public enum FlowEquation {
  /** dE/dt = -H E, Z₀ as at the start (paper, Eq. 9): linear, Z₀ is not conserved. */
  LINEAR,
  /** dE/dt = (2 ℓ₀/Z₀²) E - H E, Z₀ as at the start: the authors' code, Fig. 4(c). */
  FIXED_Z0,
  /** The same with Z₀ as it is at each time: -∂ℓ_eff/∂E exactly (paper, Eq. 25). */
  EXACT
}
