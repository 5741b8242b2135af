"""Words that a task begins with: after “tomorrow”, they show that the title starts there."""

from __future__ import annotations

_VERBS = """
accept achieve add address adjust adopt agree align analyse analyze announce answer apply appoint
approve archive arrange ask assemble assess assign attach attend audit automate back backup
benchmark block book bring brief build bump buy calculate call cancel capture change chase check
choose clarify clean clear close collect combine come commit compare compile complete compose
compute conduct configure confirm connect contact continue contribute convert coordinate copy
correct count create cut debug decide define delegate delete deliver demo deploy describe design
determine develop disable discuss distribute do document download draft draw drive drop eat edit
email enable end enter estimate evaluate examine execute expand explain explore export extend
extract fetch file fill finalise finalize find finish fix follow followup forward freeze gather
generate get give go grab hand help hire hold host identify implement import improve include
inform insert inspect install integrate introduce investigate invite invoice join keep kick launch
learn leave let list load log look mail make map mark measure meet mention merge message migrate
mock modify monitor move negotiate notify open order organise organize outline pack paint patch pay
phone pick ping plan post practice prep prepare present print prioritise prioritize proof proofread
propose prototype provide publish pull purchase push put raise reach read rebase rebuild receive
reconcile record recruit redesign redo reduce refactor refresh register reinstall release remind
remove rename renew rent reopen repair replace reply report reproduce request research reserve
reset resolve respond restart restore retire return revert review revise rewrite ring roll rotate
run save scan schedule search see select sell send separate serve set settle setup share ship shop
show sign simplify skip sort speak specify spin split stand start stop store study submit subscribe
summarise summarize supply support survey switch sync take talk teach tell test text thank tidy
track train transfer translate travel triage try tune turn understand unblock uninstall update
upgrade upload use validate verify visit wait wake walk warn wash watch water wire work wrap write
anrufen anlegen bestellen buchen prüfen schicken senden schreiben machen kaufen
appeler envoyer écrire préparer acheter faire réserver vérifier payer
llamar enviar escribir preparar comprar hacer revisar pagar reservar
ligar escrever fazer verificar marcar
"""
# Of these, the ones that as often name a thing: “March 20 launch plan”.
_NOUNS_TOO = """
address answer audit back backup benchmark block book brief build call change check clean copy
count cut demo design document download draft drive drop email end estimate export file fix freeze
hire import install invoice launch list load log look mail map mark message mock move order outline
patch pay phone pick plan post practice prep present print prototype pull purchase push record
release rent repair report request research reserve reset return review roll run save schedule
search set setup share shop show sign sort spin stand start stop store study supply support survey
switch sync talk test text track train transfer travel triage update upgrade use visit wait walk
wash watch water work wrap
"""
VERBS = frozenset(_VERBS.split())
NOUNS_TOO = frozenset(_NOUNS_TOO.split())


def is_verb(word: str) -> bool:
    """Whether a title may begin with this word."""
    return word.casefold() in VERBS


def is_noun_too(word: str) -> bool:
    """Whether the verb is a noun as often."""
    return word.casefold() in NOUNS_TOO
