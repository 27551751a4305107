from tests.accounts import *
from tests.village import *
from plnbuddy.fediverse.server import Server
def test_probe(music_teacher):
    c = village()
    with serving(c) as server:
        t = server.token("anna")
        s = Server(server.url, print, HERE, t)
        ids = [str(c.find(n).id) for n in ("fay@far.example","gil@far.example")]
        print(s.familiar_followers(ids))
        print(s.familiar_followers(ids[:1]))
        for e in server.log.entries(): print(e.path, e.query[:80], e.status)
