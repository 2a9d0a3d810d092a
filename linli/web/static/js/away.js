// Without network the list cannot be opened. The service worker shows a page of its own then: how many
// taps wait on this phone, and the list again as soon as the network is back. It keeps no names.
islands.keeps = function (el) {
  if (!navigator.serviceWorker || !window.caches) { return; }  // without HTTPS the browser shows its own page
  navigator.serviceWorker.register(el.dataset.worker).catch(function () { /* a private window */ });
  caches.open('lc-tick').then(function (kept) { return kept.add(el.dataset.away); }).catch(function () { /* next time */ });
};

islands.away = function (el) {
  var id = location.pathname.split('/')[2], count = 0;
  try {
    Object.keys(localStorage).forEach(function (name) {
      if (name.indexOf('lc-tick:' + id + ':') === 0) { count += JSON.parse(localStorage.getItem(name)).length; }
    });
  } catch (error) { /* storage is closed: nothing could be kept */ }
  el.querySelector('.n').textContent = (count ? el.dataset.some : el.dataset.none).replace('{n}', count);
  async function again() {
    if (document.visibilityState === 'visible' && await reachable()) { location.reload(); }
  }
  window.addEventListener('online', again);
  document.addEventListener('visibilitychange', again);
  el.querySelector('button').addEventListener('click', function () { location.reload(); });
  var timer = setInterval(again, 5000);
  return function () { clearInterval(timer); };
};
