"""The facts: what can happen, in the past tense, one frozen class each. Must not hold rules about what may be done."""
