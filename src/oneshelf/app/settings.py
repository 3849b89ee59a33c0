"""Settings, all from environment variables named ONESHELF_*. See docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from oneshelf.app import environment, mails

DEBUG = environment.flag("ONESHELF_DEBUG", default=False)
SECRET_KEY = environment.secret_key()
PUBLIC_URL = environment.public_url()
LIVE_URL = environment.live_url()
SHOP_NAME = environment.shop_name()
DATA_FOLDER = environment.data_folder()
ALLOWED_HOSTS = environment.allowed_hosts()
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "oneshelf.app.faults.form_expired"

HOUSE = Path(__file__).parent.parent
KERNEL_APPS = [
    "oneshelf.kernel.accounts",
    "oneshelf.kernel.outbox",
    "oneshelf.kernel.idempotency",
    "oneshelf.kernel.ledger",
    "oneshelf.kernel.trail",
    "oneshelf.kernel.clients",
    "oneshelf.kernel.webhooks",
]
MODULE_APPS = [
    "oneshelf.modules.markets",
    "oneshelf.modules.places",
    "oneshelf.modules.staff",
    "oneshelf.modules.customers",
    "oneshelf.modules.catalogue",
    "oneshelf.modules.lots",
    "oneshelf.modules.inventory",
    "oneshelf.modules.carts",
    "oneshelf.modules.pricing",
    "oneshelf.modules.promotions",
    "oneshelf.modules.supply",
    "oneshelf.modules.counts",
    "oneshelf.modules.payments",
    "oneshelf.modules.delivery",
    "oneshelf.modules.tax",
    "oneshelf.modules.sourcing",
    "oneshelf.modules.fulfilment",
    "oneshelf.modules.offers",
    "oneshelf.modules.orders",
    "oneshelf.modules.companies",
    "oneshelf.modules.coupons",
    "oneshelf.modules.checkout",
    "oneshelf.modules.tills",
    "oneshelf.modules.amendments",
    "oneshelf.modules.cases",
    "oneshelf.modules.parity",
]
CONNECTOR_APPS = [
    "oneshelf.connectors.test_gateway",
]
SURFACE_APPS = [
    "oneshelf.surfaces.api",
    "oneshelf.surfaces.associate",
    "oneshelf.surfaces.backoffice",
    "oneshelf.surfaces.console.load",
    "oneshelf.surfaces.entrance",
    "oneshelf.surfaces.storefront",
    "oneshelf.surfaces.till",
]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "oneshelf.app.apps.ListsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "lucide",
    "procrastinate.contrib.django",
    *KERNEL_APPS,
    *MODULE_APPS,
    "oneshelf.ui",
    *CONNECTOR_APPS,
    *SURFACE_APPS,
    "allauth",  # behind the storefront, which brings its own templates for it
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "oneshelf.app",
]

AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES: dict[str, Any] = {"default": environment.database()}

MIDDLEWARE = [
    "oneshelf.app.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "oneshelf.app.sessions.RealmMiddleware",
    "oneshelf.app.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "oneshelf.app.actors.ActorMiddleware",
    "oneshelf.app.faults.RefusalMiddleware",
]

API_SHOPPER_RATE = environment.count("ONESHELF_API_SHOPPER_RATE", 20, 100_000)

WEBHOOKS_LOCAL = environment.flag("ONESHELF_WEBHOOKS_LOCAL", default=False)

LOGGING_CONFIG = None  # each process says how it logs when it starts: see app/logs.py

ROOT_URLCONF = "oneshelf.app.urls"
WSGI_APPLICATION = "oneshelf.app.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "lucide.templatetags.lucide",
                "oneshelf.ui.templatetags.oneshelf",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "oneshelf.surfaces.storefront.visits.visit",
            ],
        },
    }
]

COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its parameters only, never its caller's variables

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["oneshelf.app.formats"]
USE_I18N = True
LOCALE_PATHS = [HOUSE / "kernel/locale"]  # texts outside of the apps, which bring their own: `oneshelf messages`

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_FOLDER / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "oneshelf.app.statics.Storage"
    },
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "oneshelf.surfaces.console.load.journey.pictures.OpenMojiFinder",
]
WHITENOISE_USE_FINDERS = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "oneshelf.app.sessions"
SESSION_COOKIE_NAME = "oneshelf_shopper"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", LIVE_URL],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": SHOP_NAME,
    "SITE_HEADER": SHOP_NAME,
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/backoffice/",
    "SITE_SYMBOL": "layers",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": f"{STATIC_URL}ui/icon.svg"}],
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {"navigation": "oneshelf.surfaces.backoffice.navigation.sidebar"},
    "SCRIPTS": [lambda request: static("lists/accessible.js")],
    "COLORS": {  # the brand's own hue: see ui/tokens.css
        "base": {  # neutrals with a trace of it
            "50": "oklch(98.4% 0.003 168)",
            "100": "oklch(96.2% 0.005 168)",
            "200": "oklch(92.8% 0.007 168)",
            "300": "oklch(87% 0.009 168)",
            "400": "oklch(72% 0.012 168)",
            "500": "oklch(53% 0.013 168)",
            "600": "oklch(46% 0.014 168)",
            "700": "oklch(36% 0.013 168)",
            "800": "oklch(27.5% 0.011 168)",
            "900": "oklch(21.2% 0.009 168)",
            "950": "oklch(17.5% 0.008 168)",
        },
        "primary": {
            "50": "oklch(97.5% .015 165)",
            "100": "oklch(95% .03 165)",
            "200": "oklch(90% .055 165)",
            "300": "oklch(83% .08 165)",
            "400": "oklch(74% .1 165)",
            "500": "oklch(66% .115 165)",
            "600": "oklch(47% .1 165)",
            "700": "oklch(40% .085 165)",
            "800": "oklch(33% .07 165)",
            "900": "oklch(27% .055 165)",
            "950": "oklch(20% .04 165)",
        },
    },
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_LOGIN_URL = "entrance:staff_sign_in"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = environment.proxies()
ACCOUNT_ADAPTER = "oneshelf.surfaces.entrance.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "oneshelf.surfaces.entrance.forms.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SHOP_NAME}: "
ACCOUNT_RATE_LIMITS = {
    "login_failed": None
}  # passwords and codes are counted in PostgreSQL: kernel/accounts/attempts.py
MFA_ADAPTER = "oneshelf.surfaces.entrance.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "oneshelf.surfaces.entrance.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Oneshelf"
globals().update(mails.settings())

PROCRASTINATE_IMPORT_PATHS = ["oneshelf.kernel.jobs"]
PROCRASTINATE_WORKER_DEFAULTS: dict[str, Any] = {"delete_jobs": "successful"}
