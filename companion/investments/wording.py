"""How investing reads."""

from companion.investments.acts import InvestmentAct
from core.audit.wording import Sentences, register_acts

register_acts(
    {InvestmentAct.INVEST: Sentences("invested for", "took back an investment of")}
)
