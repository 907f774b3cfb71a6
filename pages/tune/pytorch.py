"""The sweep that is on the screen as code for PyTorch, to be run on a net and on data of a person's own."""

from __future__ import annotations

from collections.abc import Sequence

from activations import Activation
from activations.expression import spell_number
from activations.networks.training import Task
from activations.writing import LANGUAGES, needed_imports, write_code

TITLE = "The same sweep on your own net"
LEGEND = (
    "Put your own net and data in place of these. What makes the runs comparable is the seed: with the same one every "
    "value begins with the same weights and gets the same batches, so that runs pair up."
)
NOT_LEARNED = " The parameter stays at its value here: PyTorch's own functions take it as a number."
TEMPLATE = '''\
def f({arguments}):
    return {call}


class Net(torch.nn.Module):
    def __init__(self, {name}):
        super().__init__()
        self.{name} = {name}
        widths = {widths}
        self.layers = torch.nn.ModuleList(map(torch.nn.Linear, widths, widths[1:]))
        for layer in self.layers:
            torch.nn.init.normal_(layer.weight, std={deviation})
            torch.nn.init.constant_(layer.bias, {bias})

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = f(layer(x), {name}=self.{name})
        return self.layers[-1](x)[:, 0]


def loss(outputs, targets):
    return {loss}


def train({name}, seed, x, y, held_out_x, held_out_y):
    """Train one net; with the same seed every value has the same weights and the same batches."""
    torch.manual_seed(seed)
    net = Net({name})
    optimiser = {optimiser}
    for _ in range({epochs}):
        for batch in torch.randperm(len(x)).split({batch}):
            optimiser.zero_grad()
            loss(net(x[batch]), y[batch]).backward()
            optimiser.step()
    with torch.no_grad():
        return loss(net(held_out_x), held_out_y).item()


def sweep(values, seeds, *data):
    """Print the held-out loss for each value: the median over the seeds, and their middle half."""
    losses = torch.tensor([[train(value, seed, *data) for seed in seeds] for value in values])
    for value, row in zip(values, losses):
        low, middle, high = row.quantile(torch.tensor([0.25, 0.5, 0.75])).tolist()
        print(f"{name} = {{value:g}}: median {{middle:.3g}}, middle half {{low:.3g}} to {{high:.3g}}")
    return losses


values = {values}
# sweep(values, range({seeds}), your_x, your_y, your_held_out_x, your_held_out_y)'''
# Of the standard deviation of weights; from the numbers of a layer's inputs and units.
DEVIATIONS = {
    "LeCun": "(1 / layer.in_features) ** 0.5",
    "Glorot": "(2 / (layer.in_features + layer.out_features)) ** 0.5",
    "He": "(2 / layer.in_features) ** 0.5",
}
LOSSES = {
    "logistic": "torch.nn.functional.softplus(-targets * outputs).mean()  # targets: -1 and 1",
    "squared": "torch.nn.functional.mse_loss(outputs, targets)",
}
OPTIMISERS = {
    "SGD": "torch.optim.SGD(net.parameters(), lr={rate:g})",
    "momentum": "torch.optim.SGD(net.parameters(), lr={rate:g}, momentum=0.9)",
    "Adam": "torch.optim.Adam(net.parameters(), lr={rate:g})",
}


def write_sweep(f: Activation, name: str, values: Sequence[float], task: Task, seeds: int) -> str:
    """Write the sweep over the parameter of that name."""
    call = _call(f)
    others = [f"{each}={spell_number(value)}" for each, value in f.settings().items() if each != name]
    first, _ = task.layers[0]
    code = TEMPLATE.format(
        arguments=", ".join(["x", name, *others]),
        call=call,
        name=name,
        widths=[first, *(units for _, units in task.layers)],
        deviation=DEVIATIONS[task.scheme],
        bias=_bias(task),
        loss=LOSSES[task.loss],
        optimiser=OPTIMISERS[task.optimiser].format(rate=task.rate),
        epochs=task.epochs,
        batch=task.batch,
        values=list(values),
        seeds=seeds,
    )
    return f"{needed_imports(code, LANGUAGES['pytorch'])}\n\n\n{code}"


def _call(f: Activation) -> str:
    """The function of PyTorch, if all its parameters can be set, or else its formula."""
    spelling = f.spellings.get("pytorch")
    if spelling is None or spelling.fixed:
        return write_code(f.tree(), LANGUAGES["pytorch"])
    return spelling.call.format(**{name: name for name in f.settings()})


def _bias(task: Task) -> str:
    return "0.0" if task.bias == 0 else f"{task.bias:g} if layer is not self.layers[-1] else 0.0"


def legend(task: Task) -> str:
    return LEGEND + (NOT_LEARNED if task.learned else "")
