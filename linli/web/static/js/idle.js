// A kiosk clears itself: after quiet seconds it counts down aloud, any touch goes on.
// The timer is a courtesy; the server ends the sitting by itself, too.
islands.idle = function (el) {
  var total = Number(el.dataset.seconds) || 45;
  var warn = Number(el.dataset.warn) || 20;
  var last = Date.now(), cover = null, figure = null, ending = false;

  function touched() { last = Date.now(); if (cover) { cover.remove(); cover = null; } }
  var kinds = ['pointerdown', 'keydown', 'touchstart', 'wheel', 'input'];
  kinds.forEach(function (kind) { document.addEventListener(kind, touched, { passive: true, capture: true }); });

  async function end() {
    if (ending) { return; }
    ending = true;
    try { sessionStorage.clear(); localStorage.clear(); } catch (error) { /* storage may be closed */ }
    // Without a network the screen is emptied at once, and waits for the server to end the sitting.
    for (var pause = 500; ; pause = Math.min(pause * 2, 8000)) {
      try {
        var answer = await post(el.dataset.wipe, {}, 4000);
        if (answer.status < 500) { break; }
      } catch (error) { /* below */ }
      if (!document.querySelector('.lc-lost')) { document.body.replaceChildren(make('p', 'lc-lost', '…')); }
      await wait(pause);
    }
    location.replace(el.dataset.to || '/');
  }
  function show(left) {
    if (!cover) {
      cover = make('div', 'lc-idle');
      cover.setAttribute('role', 'alertdialog');
      var box = make('div');
      box.appendChild(make('span', '', el.dataset.words));
      figure = make('b');
      box.appendChild(figure);
      var button = make('button', '', el.dataset.on);
      button.type = 'button';
      box.appendChild(button);
      cover.appendChild(box);
      document.body.appendChild(cover);
    }
    figure.textContent = String(left);
  }
  function tick() {
    var left = Math.ceil(total - (Date.now() - last) / 1000);
    if (left <= 0) { end(); } else if (left <= warn) { show(left); }
  }
  function done(event) {
    if (event.target.closest && event.target.closest('[data-done]')) { event.preventDefault(); end(); }
  }
  document.addEventListener('click', done);
  var timer = setInterval(tick, 500);
  return function () {
    clearInterval(timer);
    if (cover) { cover.remove(); }
    document.removeEventListener('click', done);
    kinds.forEach(function (kind) { document.removeEventListener(kind, touched, { capture: true }); });
  };
};
