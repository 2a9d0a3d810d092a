// Live parts: fetched anew when the one stream of events says that something changed, and
// morphed, so that open explanations stay open and rows glide to their new place.
var STALE_MS = 30000;
// Between two fetches, unless the server says how many are watching.
var LEAST_MS = 700;
var streams = {};

function stream(topic) {
  if (streams[topic]) { return streams[topic]; }
  var one = { parts: new Set(), heard: Date.now(), source: null, pause: LEAST_MS };
  streams[topic] = one;
  function heard() { one.heard = Date.now(); }
  function changed() { heard(); one.parts.forEach(function (part) { part.soon(); }); }
  one.open = function () {
    if (one.source && one.source.readyState !== 2) { return; }
    one.source = new EventSource('/live' + (topic === 'any' ? '?on=any' : ''));
    var first = true;
    one.source.addEventListener('hello', function () { heard(); if (!first) { changed(); } first = false; });
    one.source.addEventListener('beat', heard);
    one.source.addEventListener('changed', function (event) {
      one.pause = Number(String(event.data).split(' ')[1]) || LEAST_MS;
      changed();
    });
  };
  one.close = function () { if (one.source) { one.source.close(); one.source = null; } };
  setInterval(function () {
    // A phone in a pocket hears nothing; what it missed is fetched when somebody looks again.
    if (!one.parts.size || document.visibilityState === 'hidden') { one.close(); return; }
    one.open();
    one.parts.forEach(function (part) { part.mark(); });
  }, 3000);
  return one;
}

document.addEventListener('visibilitychange', function () {
  if (document.visibilityState !== 'visible') { return; }
  Object.keys(streams).forEach(function (topic) {
    streams[topic].open();
    streams[topic].parts.forEach(function (part) { part.soon(); });
  });
});

islands.live = function (el) {
  var from = stream(el.dataset.on === 'any' ? 'any' : 'ledger');
  var every = (Number(el.dataset.every) || 300) * 1000;
  var fresh = Date.now();
  var asked = 0, timer = 0, busy = false, again = false, mark = null;

  function clock() {
    var at = new Date(fresh);
    return at.getHours() + ':' + String(at.getMinutes()).padStart(2, '0');
  }
  function show(stale) {
    if (stale && !mark) {
      mark = make('div', 'stale');
      mark.setAttribute('role', 'status');
      el.parentNode.insertBefore(mark, el);
    }
    if (stale) { mark.textContent = word('stale').replace('{time}', clock()); }
    if (!stale && mark) { mark.remove(); mark = null; }
  }
  async function load() {
    if (busy) { again = true; return; }
    busy = true;
    asked = Date.now();
    try {
      var answer = await ask(el.dataset.url);
      if (!answer.ok) { throw new Error(String(answer.status)); }
      put(el, await answer.text());
      fresh = Date.now();
      from.heard = Math.max(from.heard, fresh - STALE_MS + 5000);
      show(false);
    } catch (error) {
      if (!el.childElementCount || Date.now() - fresh > STALE_MS) { show(true); }
    }
    busy = false;
    if (again) { again = false; part.soon(); }
  }
  var part = {
    soon: function () {
      if (timer) { return; }
      timer = setTimeout(function () { timer = 0; load(); }, Math.max(Math.random() * Math.min(300, from.pause), from.pause - (Date.now() - asked)));
    },
    mark: function () {
      var silent = Date.now() - from.heard > STALE_MS;
      show(silent);
      if ((silent || Date.now() - asked > every) && document.visibilityState === 'visible') { part.soon(); }
    }
  };
  from.parts.add(part);
  from.open();
  load();
  return function () { from.parts.delete(part); clearTimeout(timer); };
};

function places(el) {
  var at = new Map();
  el.querySelectorAll('[data-key]').forEach(function (row) { at.set(row.dataset.key, row.getBoundingClientRect().top); });
  return at;
}

function put(el, html) {
  var before = places(el);
  Idiomorph.morph(el, html, {
    morphStyle: 'innerHTML',
    callbacks: {
      // What the reader opened stays open.
      beforeAttributeUpdated: function (name, node) { return !(name === 'open' && node.tagName === 'DETAILS'); }
    }
  });
  if (calm()) { return; }
  el.querySelectorAll('[data-key]').forEach(function (row) {
    var was = before.get(row.dataset.key);
    if (was === undefined || !row.animate) { return; }
    var moved = was - row.getBoundingClientRect().top;
    if (Math.abs(moved) < 2) { return; }
    row.animate([{ transform: 'translateY(' + moved + 'px)' }, { transform: 'none' }], { duration: 900, easing: 'cubic-bezier(.2,.7,.2,1)' });
  });
}
