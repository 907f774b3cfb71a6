"""The server: ``streamlit run app.py``, or ``uvicorn app:app``."""

from streamlit.starlette import App

from pages.front.routes import MIDDLEWARE

# Not this file as the script: beside it Streamlit would take the folder pages for an app of its older kind, and miss
# the page that is asked for first after a start.
app = App("pages/main.py", middleware=MIDDLEWARE)
