"""Compare: several functions side by side or overlaid, tuned together or each alone."""

from functools import partial
from itertools import cycle

import streamlit as st

from pages.shared import classroom, comparison, controls, figures, links, live, navigation, preview, words

navigation.enter("compare")
links.heed(comparison.view_checks() | comparison.checks())
links.complaints()
above, place = classroom.stage()
with above:
    entries = comparison.chooser()
if not entries:
    st.info("Choose a function, for example ReLU.")
    st.stop()

low, high = controls.x_range()
options = comparison.options(entries)
with above:
    functions, sliders = comparison.tuned(entries, options.tune)
view = comparison.view(functions, sliders, options, low, high)

charts = comparison.charts(entries, options)
columns = place.columns(comparison.columns_for(len(charts)))
for chart, column in zip(charts, cycle(columns), strict=False):
    with column:
        seen = [slider for slider in sliders if chart.moved_by(slider)]
        draw = partial(chart.draw, view=view)
        live.chart(
            chart.key,
            draw,
            functions,
            fixed=(chart, view),
            families=preview.compare_families(functions, seen, chart, view),
            held={slider.key: slider.value for slider in seen},
            config=figures.CONFIG,
            alt=f"{', '.join(chart.labels)}; the text below says what the curves do.",
        )
classroom.enough()
with st.expander("What the curves do, in words"):
    for f in functions:
        st.markdown(words.description(f, low, high))

st.markdown("#### Properties at these parameters")
st.dataframe(words.property_columns(functions), hide_index=True)
st.markdown("This link shows exactly what you see:")
st.code(links.address("compare", comparison.query(sliders)), language=None)
