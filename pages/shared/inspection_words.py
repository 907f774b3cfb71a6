"""Code that looks into a net of a person's own: which units are dead, which hardly learn, and what a PReLU has learned.

Units and layers are told from each other as each framework allows: by hooks, by layers, by hand.
"""

from __future__ import annotations

TITLE = "Look into your own net"
LEGEND = (
    "For each layer: the share of **dead** units, whose slope f′ is 0 for every example, so that no gradient passes; "
    "the share of all slopes that are small, |f′| < 0.1; mean and standard deviation of the pre-activations, that is "
    "of what f is given; and the α that a PReLU has learned. Some hundred examples are enough."
)
PYTORCH = '''\
import torch


def look_into(net, x):
    """Print, for each activation layer of a net, what it is given by the examples x and how steep it is there."""

    def look(name):
        def hook(layer, inputs):
            z = inputs[0].detach().clone().requires_grad_()
            with torch.enable_grad():
                # Times 1, so that a layer that works in place does so on a copy.
                (slope,) = torch.autograd.grad(layer.forward(z * 1).sum(), z)
            # One row for each unit, or for each channel of images.
            slopes = slope.movedim(1 if z.ndim == 4 else -1, 0).flatten(1)
            dead = (slopes == 0).all(1).float().mean()
            small = (slopes.abs() < 0.1).float().mean()
            line = f"{name}: dead {dead:.1%}, |f'| < 0.1 {small:.1%}, mean {z.mean():.3f}, deviation {z.std():.3f}"
            if isinstance(layer, torch.nn.PReLU):
                line += ", alpha " + " ".join(f"{a:.3f}" for a in layer.weight.tolist())
            print(line)

        return hook

    hooks = [
        layer.register_forward_pre_hook(look(f"{name} {type(layer).__name__}"))
        for name, layer in net.named_modules()
        if type(layer).__module__ == "torch.nn.modules.activation" and not list(layer.children())
    ]
    was_training = net.training
    net.eval()
    with torch.no_grad():
        net(x)
    net.train(was_training)
    for each in hooks:
        each.remove()


# look_into(your_net, your_examples)'''
KERAS = '''\
import keras
import numpy as np


def look_into(model, x):
    """Print, for each layer with an activation function, what it is given by x and how steep it is there."""
    inputs = model.inputs if len(model.inputs) > 1 else model.inputs[0]
    for layer in model.layers:
        f = getattr(layer, "activation", None)
        if f is None and type(layer).__module__.startswith("keras.src.layers.activations"):
            f = layer
        if f is None or f is keras.activations.linear:
            continue
        z = keras.Model(inputs, layer.input)(x)
        if f is not layer or isinstance(layer, keras.layers.Activation):
            # What the layer computes before its activation function.
            layer.activation = keras.activations.linear
            z = layer(z)
            layer.activation = f
        # A difference, since Keras has no gradient that works on all of its backends.
        slopes = keras.ops.convert_to_numpy((f(z + 1e-2) - f(z - 1e-2)) / 2e-2)
        slopes = slopes.reshape(-1, slopes.shape[-1])
        z = keras.ops.convert_to_numpy(z)
        dead = np.mean(np.all(slopes == 0, axis=0))
        small = np.mean(np.abs(slopes) < 0.1)
        line = f"{layer.name}: dead {dead:.1%}, |f'| < 0.1 {small:.1%}, mean {z.mean():.3f}, deviation {z.std():.3f}"
        if isinstance(layer, keras.layers.PReLU):
            alphas = keras.ops.convert_to_numpy(keras.ops.ravel(layer.alpha))
            line += f", alpha {alphas.min():.3f} to {alphas.max():.3f}"
        print(line)


# look_into(your_model, your_examples)'''
JAX = '''\
import jax
import jax.numpy as jnp


def look_into(layers, f, x, alphas=None):
    """Print, for each hidden layer of a net of plain functions, what f is given by x and how steep it is there.

    layers: pairs (w, b) of x @ w + b; f: the activation function, of z, or of z and the layer's own alpha.
    """
    for index, (w, b) in enumerate(layers[:-1]):
        z = x @ w + b
        g = f if alphas is None else (lambda z, alpha=alphas[index]: f(z, alpha))
        slopes = jax.grad(lambda z: jnp.sum(g(z)))(z)
        slopes = slopes.reshape(-1, slopes.shape[-1])
        dead = jnp.mean(jnp.all(slopes == 0, axis=0))
        small = jnp.mean(jnp.abs(slopes) < 0.1)
        line = f"layer {index + 1}: dead {dead:.1%}, |f'| < 0.1 {small:.1%}, "
        line += f"mean {z.mean():.3f}, deviation {z.std():.3f}"
        if alphas is not None:
            line += f", alpha {alphas[index]:.3f}"
        print(line)
        x = g(z)


# look_into([(w1, b1), (w2, b2), (w3, b3)], jax.nn.relu, your_examples)'''
# The code by the title of its framework, and a note on its limits.
SNIPPETS = {
    "PyTorch": (PYTORCH, "It sees layers such as `torch.nn.ReLU()`, not calls of `torch.nn.functional`."),
    "Keras": (KERAS, "For sequential and functional models, on each of Keras’ backends."),
    "JAX": (
        JAX,
        "JAX has no layers: this is for a net of plain functions. Elsewhere, take `z` where f is called.",
    ),
}
