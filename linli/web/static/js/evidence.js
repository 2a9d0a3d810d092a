// Photos: made small here, sent one at a time. One that was not sent stays, with a button, and goes out when the network is back.
islands.evidence = function (form) {
  var SIDE = 1600, words = JSON.parse(form.dataset.words);
  var input = form.querySelector('input[type=file]'), button = form.querySelector('.send');
  var list = form.querySelector('.queue'), kept = form.parentNode.querySelector('.kept');
  var waiting = [], busy = false, count = 0;
  var field = form.querySelector('.field'), label = field.querySelector('label');
  input.multiple = true; input.required = false; button.hidden = true;
  input.classList.add('sr'); input.setAttribute('aria-label', label.textContent + ': ' + words.choose); label.className = 'btn sec'; label.textContent = words.choose;

  input.addEventListener('change', function () {
    Array.from(input.files).forEach(add);
    input.value = '';
    next();
  });
  form.addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); next(); }, true);
  window.addEventListener('online', function () { waiting.forEach(function (one) { if (one.away) { one.failed = false; } }); next(); });
  window.addEventListener('beforeunload', function (event) { if (waiting.length) { event.preventDefault(); event.returnValue = ''; } });

  function add(file) {
    count += 1;
    var one = { file: file, row: make('li', 'going'), failed: false, away: false };
    one.head = make('b', '', words.photo.replace('{n}', count));
    one.said = make('span', 'soft', words.waits);
    one.bar = make('progress'); one.bar.max = 100; one.bar.value = 0;
    one.again = tool(words.again, function () { one.failed = false; next(); });
    one.drop = tool(words.drop, function () { leave(one); });
    [one.head, one.said, one.bar, one.again, one.drop].forEach(function (node) { one.row.appendChild(node); });
    one.again.hidden = one.drop.hidden = true;
    list.appendChild(one.row);
    waiting.push(one);
  }
  function tool(text, work) {
    var node = make('button', 'tool', text);
    node.type = 'button'; node.addEventListener('click', work);
    return node;
  }
  function leave(one) {
    waiting = waiting.filter(function (other) { return other !== one; });
    one.row.remove();
  }
  async function next() {
    var one = waiting.find(function (each) { return !each.failed; });
    if (busy || !one) { return; }
    busy = true;
    say(one, words.small, false);
    one.data = one.data || await smaller(one.file);
    await send(one);
    busy = false;
    next();
  }
  function say(one, text, failed) {
    one.failed = failed; one.said.textContent = text;
    one.row.className = failed ? 'going failed' : 'going';
    one.again.hidden = one.drop.hidden = !failed; one.bar.hidden = failed;
  }
  function send(one) {
    return new Promise(function (done) {
      var form_data = new FormData(), request = new XMLHttpRequest();
      form_data.append('moment', form.querySelector('[name=moment]').value);
      form_data.append('photo', one.data, 'photo.jpg');
      request.open('POST', form.action);
      request.setRequestHeader('accept', 'application/json');
      request.timeout = 180000;
      request.upload.onprogress = function (event) {
        if (!event.lengthComputable) { return; }
        one.bar.value = Math.round(100 * event.loaded / event.total);
        one.said.textContent = words.sending.replace('{n}', one.bar.value);
      };
      request.onload = function () { answered(one, request); done(); };
      request.onerror = request.ontimeout = request.onabort = function () { one.away = true; say(one, words.away, true); done(); };
      one.away = false; one.bar.value = 0;
      say(one, words.sending.replace('{n}', 0), false);
      request.send(form_data);
    });
  }
  function answered(one, request) {
    var given = {};
    try { given = JSON.parse(request.responseText); } catch (error) { given = {}; }
    if (given.ok) { kept.innerHTML = given.html; field.hidden = !!kept.querySelector('[data-full]'); leave(one); return; }
    one.away = request.status >= 500;
    say(one, given.error || words.away, true);
  }
  // A photo of 4 MB becomes one of 300 kB; where the browser cannot, or it does not help, it goes as it is.
  async function smaller(file) {
    try {
      var picture = await opened(file), scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      var canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(picture.width * scale)); canvas.height = Math.max(1, Math.round(picture.height * scale));
      var brush = canvas.getContext('2d');
      brush.fillStyle = '#fff'; brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
      var made = await new Promise(function (done) { canvas.toBlob(done, 'image/jpeg', 0.85); });
      return made && made.size < file.size ? made : file;
    } catch (error) { return file; }
  }
  // An <img> turns a photo as its camera says, in every browser that shows it so.
  function opened(file) {
    return new Promise(function (done, fail) {
      var image = new Image(), url = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(url); done(image); };
      image.onerror = function () { URL.revokeObjectURL(url); fail(new Error('no picture')); };
      image.src = url;
    });
  }
};
