"""What ``streamlit run app.py`` runs: the pages' own script."""

from pages.main import run

run()
