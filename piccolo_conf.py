"""Where Piccolo finds the database and the tables."""

from piccolo.conf.apps import AppRegistry

from app.database import engine_from
from app.settings import current_settings

DB = engine_from(current_settings())
APP_REGISTRY = AppRegistry(apps=["app.piccolo_app"])
