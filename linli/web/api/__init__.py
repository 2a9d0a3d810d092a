"""Routes by use: each module here has `ROUTES`, a list of Starlette routes, and is found by itself.

Writing routes are refused by the middleware when they come from another site. A handler that
touches the database is a plain `def` (it runs in the thread pool); its visitor comes from
`linli.web.begin.visitor(request)`.
"""
