"""The only place in the package that knows Streamlit: the shell, the routes and the look."""
