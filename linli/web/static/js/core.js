// Islands: parts of a page that change without a run of the page's script. A container with
// data-lc="name" is brought to life wherever it appears. HTML comes from our server only;
// what the browser itself has to say goes in by textContent.
var islands = {};
var alive = [];

var WORDS = {
  zh: {
    saving: '正在存…', offline: '网络断了，已答的都在。连上后接着答。', again: '再试一次', reload: '重新打开',
    unsent: '没有发出去，请连上网再点一次。', stale: '连不上，显示的是 {time} 的', close: '关上', save: '存图片', share: '分享', hold: '长按图片也能保存。', lost: '网络断了，正在连。存好的都在。',
    fault: '出了点问题，什么都没丢。请再试一次。'
  },
  en: {
    saving: 'Saving…', offline: 'You are offline. Your answers are safe; go on when you are back.', again: 'Try again',
    reload: 'Open again', unsent: 'This was not sent. Tap again once you are online.', stale: 'No connection; this is from {time}', close: 'Close', save: 'Save picture', share: 'Share',
    hold: 'You can also press and hold the picture.', lost: 'No connection; trying again. What was saved is safe.', fault: 'Something went wrong, nothing was lost. Please try again.'
  }
};

function word(name) {
  return WORDS[document.documentElement.lang.slice(0, 2) === 'en' ? 'en' : 'zh'][name];
}

function make(tag, className, text) {
  var node = document.createElement(tag);
  if (className) { node.className = className; }
  if (text) { node.textContent = text; }
  return node;
}

function calm() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function wait(ms) {
  return new Promise(function (done) { setTimeout(done, ms); });
}

// A request that gives up after `ms`; rejects on network failure only.
async function ask(url, options, ms) {
  var stop = new AbortController();
  var timer = setTimeout(function () { stop.abort(); }, ms || 10000);
  try {
    return await fetch(url, Object.assign({ credentials: 'same-origin', cache: 'no-cache', signal: stop.signal }, options || {}));
  } finally {
    clearTimeout(timer);
  }
}

function post(url, value, ms) {
  return ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value || {}) }, ms);
}

function wake(root) {
  if (root.nodeType !== 1) { return; }
  var found = root.matches('[data-lc]') ? [root] : [];
  found = found.concat(Array.from(root.querySelectorAll('[data-lc]')));
  found.forEach(function (el) {
    var start = islands[el.dataset.lc];
    if (!start || el.lcAlive) { return; }
    el.lcAlive = true;
    alive.push({ el: el, end: start(el) });
  });
}

function bury() {
  alive = alive.filter(function (one) {
    if (one.el.isConnected) { return true; }
    if (typeof one.end === 'function') { one.end(); }
    one.el.lcAlive = false;
    return false;
  });
}

function begin() {
  wake(document.documentElement);
  new MutationObserver(function (changes) {
    var gone = false;
    changes.forEach(function (change) {
      change.addedNodes.forEach(wake);
      gone = gone || change.removedNodes.length > 0;
    });
    if (gone) { bury(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

// Language and print size are kept in a cookie that only the server reads.
document.addEventListener('click', async function (event) {
  var button = event.target.closest ? event.target.closest('[data-pref]') : null;
  if (!button) { return; }
  event.preventDefault();
  var wish = {};
  wish[button.dataset.pref] = button.dataset.value;
  button.disabled = true;
  try { await post('/prefs', wish); location.reload(); } catch (error) { button.disabled = false; }
});

if (document.readyState === 'loading') { document.addEventListener('DOMContentLoaded', begin); } else { setTimeout(begin, 0); }
