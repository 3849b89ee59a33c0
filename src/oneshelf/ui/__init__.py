"""The design system: tokens, components and the page that shows them."""
