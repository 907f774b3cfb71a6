"""Keras reads its backend when it is first imported: JAX, unless KERAS_BACKEND says otherwise."""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")
