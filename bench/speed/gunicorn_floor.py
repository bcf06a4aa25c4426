"""How gunicorn serves the floor: as it serves the product."""

import runpy

globals().update(runpy.run_path("gunicorn.conf.py"))
wsgi_app = "bench.speed.floor:application"
