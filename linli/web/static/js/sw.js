// The service worker of the coordinator's list (linli/web/away_routes.py puts KEEP before this): it passes
// everything on, and shows the page "no network" where a list cannot be opened.
var NAME = 'lc-tick';

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(NAME).then(function (kept) { return kept.addAll(KEEP); }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener('fetch', function (event) {
  var asked = event.request, path = new URL(asked.url);
  var page = asked.mode === 'navigate' && asked.method === 'GET', ours = KEEP.indexOf(path.pathname + path.search) > 0;
  if (!page && !ours) { return; }
  event.respondWith(fetch(asked).catch(async function () {
    var kept = await caches.open(NAME);
    return (await kept.match(page ? KEEP[0] : asked)) || Response.error();
  }));
});
