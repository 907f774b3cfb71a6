"""Networks of layers with activation functions: signal and gradient in them, theory, training and data sets."""
