"""An invented year of the demo office: 98 key projects of 60 units, from the call in January to mid-August."""

from taizhang.demo.year.story import live_the_year

__all__ = ["live_the_year"]
