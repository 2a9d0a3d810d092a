// A plain picture of the result, without a name: drawn here, kept nowhere.
function line(pen, text, size, bold, y, colour) {
  pen.font = (bold ? '700 ' : '400 ') + size + 'px "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
  for (var fits = size; pen.measureText(text).width > 920 && fits > 28;) {
    fits -= 4;
    pen.font = pen.font.replace(/\d+px/, fits + 'px');
  }
  pen.fillStyle = colour;
  pen.fillText(text, 540, y);
}

function picture(name) {
  return new Promise(function (done) {
    var image = new Image();
    image.onload = function () { done(image); };
    image.onerror = function () { done(null); };
    image.src = name;
  });
}

async function draw(data) {
  var canvas = make('canvas');
  canvas.width = 1080;
  canvas.height = 1080;
  var pen = canvas.getContext('2d');
  pen.fillStyle = '#F5F7F4';
  pen.fillRect(0, 0, 1080, 1080);
  pen.fillStyle = '#1E4E82';
  pen.fillRect(0, 0, 1080, 34);
  pen.fillRect(0, 46, 1080, 8);
  var cup = await picture('/lc/img/cup.svg');
  if (cup) { pen.drawImage(cup, 540 - 240, 100, 480, 424); }
  pen.textAlign = 'center';
  line(pen, data.title || '', 64, true, 640, '#1B2B3A');
  line(pen, data.big || '', 130, true, 790, '#B3381A');
  line(pen, data.line || '', 46, false, 880, '#475563');
  line(pen, data.foot || '', 40, false, 1010, '#1E4E82');
  return new Promise(function (done) { canvas.toBlob(done, 'image/png'); });
}

islands.share = function (el) {
  var button = el.querySelector('[data-share]');
  if (!button) { return; }
  button.addEventListener('click', async function () {
    button.disabled = true;
    var blob = await draw(el.dataset);
    button.disabled = false;
    if (blob) { offered(blob, el.dataset.name || 'linli-cup.png', button); }
  });
};

function offered(blob, name, opener) {
  var address = URL.createObjectURL(blob);
  var file = new File([blob], name, { type: 'image/png' });
  var cover = make('div', 'lc lc-share');
  cover.setAttribute('role', 'dialog');
  cover.setAttribute('aria-modal', 'true');
  var box = make('div', 'card');
  var image = make('img');
  image.src = address;
  image.alt = opener.textContent;
  box.appendChild(image);
  box.appendChild(make('p', 'soft', word('hold')));
  function end() { cover.remove(); URL.revokeObjectURL(address); opener.focus(); }
  function action(text, className, done) {
    var one = make('button', 'btn ' + className, text);
    one.type = 'button';
    one.addEventListener('click', done);
    box.appendChild(one);
    return one;
  }
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    action(word('share'), 'pri', function () { navigator.share({ files: [file] }).catch(function () {}); });
  }
  action(word('save'), 'sec', function () {
    var link = make('a');
    link.href = address;
    link.download = name;
    link.click();
  });
  var close = action(word('close'), 'quiet', end);
  cover.addEventListener('keydown', function (event) { if (event.key === 'Escape') { end(); } });
  cover.appendChild(box);
  document.body.appendChild(cover);
  close.focus();
}
