"""Days that a meeting had better avoid: public holidays, what academic medicine has, and what a group enters itself (dates.md 9).

Nothing is moved here and nothing is hidden: a day gets its flags, and whoever plans shows them.
"""

from bot.holidays.countries import countries, country_of, subdivisions
from bot.holidays.flags import Blackout, Flag, flags
from bot.holidays.public import names, usual

__all__ = ["Blackout", "Flag", "countries", "country_of", "flags", "names", "subdivisions", "usual"]
