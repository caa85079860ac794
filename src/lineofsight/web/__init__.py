"""The web site: a Django project, with one app for each thing that people do. Only this room knows Django."""
