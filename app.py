"""The entry: `streamlit run app.py` starts the product (see README.md).

The script that Streamlit runs is linli/web/shell.py, not this file: with a folder `pages/` beside
the script, a deep link opened first after a start would run the page without the shell.
"""

import streamlit as st

from linli.web import application

app = st.App(
    application.SHELL,
    routes=application.routes(),
    middleware=application.middleware(),
    lifespan=application.lifespan,
    on_script_error=application.on_script_error,
)
