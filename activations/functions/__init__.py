"""The activation functions, one class each, one module a family; modules in display order."""

from activations.functions.rectifiers import *
from activations.functions.exponential_units import *
from activations.functions.exponential_variants import *
from activations.functions.smooth_rectifiers import *
from activations.functions.gated import *
from activations.functions.limited import *
from activations.functions.gelu import *
from activations.functions.mish_like import *
from activations.functions.sigmoids import *
from activations.functions.tanhs import *
from activations.functions.squashing import *
from activations.functions.shrinkage import *
from activations.functions.periodic import *
from activations.functions.elementary import *
