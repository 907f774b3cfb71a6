"""Compare: several functions side by side or overlaid, tuned together or each alone."""

import streamlit as st

from pages.shared import comparison, controls, figures, links, words

links.heed(comparison.view_checks() | comparison.checks())
links.complaints()
entries = comparison.chooser()
if not entries:
    st.info("Choose a function above, for example ReLU.")
    st.stop()

options = comparison.options(entries)
functions = comparison.tuned(entries, options.tune)
baseline = functions[options.baseline] if options.baseline is not None else None
place = st.container()
low, high = controls.x_range()

labels = [words.label(f) for f in functions]
view = comparison.view(functions, options, low, high)
if options.overlaid:
    figure = figures.overlay(functions, labels, view, baseline)
    place.plotly_chart(figure, key="chart", config=figures.CONFIG)
else:
    columns = place.columns(comparison.columns_for(len(functions)))
    for index, (f, label) in enumerate(zip(functions, labels, strict=True)):
        figure = figures.tile(f, label, view, baseline)
        columns[index % len(columns)].plotly_chart(figure, key=f"chart-{entries[index].key}", config=figures.CONFIG)
with place.expander("What the curves do, in words"):
    for f in functions:
        st.markdown(words.description(f, low, high))

st.subheader("Properties at these parameters")
st.dataframe(words.property_columns(functions), hide_index=True)
query = comparison.query(entries, functions)
st.markdown("This link shows exactly what you see:")
st.code(links.address("compare", query), language=None)
