// "Listen": reads the question aloud, where the browser has a voice for the language.
function voice() {
  var tongue = document.documentElement.lang.slice(0, 2);
  var voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
  return voices.find(function (one) { return one.lang.slice(0, 2) === tongue; });
}

function offer() {
  var has = !!voice();
  document.querySelectorAll('[data-listen]').forEach(function (button) { button.hidden = !has; });
}

document.addEventListener('lc-shown', function () {
  if (window.speechSynthesis) { speechSynthesis.cancel(); }
  offer();
});
if (window.speechSynthesis && speechSynthesis.addEventListener) { speechSynthesis.addEventListener('voiceschanged', offer); }

document.addEventListener('click', function (event) {
  var button = event.target.closest ? event.target.closest('[data-listen]') : null;
  if (!button) { return; }
  speechSynthesis.cancel();
  var said = new SpeechSynthesisUtterance(button.dataset.listen);
  said.voice = voice();
  said.lang = document.documentElement.lang;
  said.rate = 0.9;
  speechSynthesis.speak(said);
});
