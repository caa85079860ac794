/*
 * Keeps what is written on an audit by itself: each answer is sent a moment after it was changed, and again until the
 * site has it. Until then it stays on this machine, encrypted with a key that only this person's page gets, so that it
 * survives a lost connection, a closed window and an ended session. The page works without this file, by its button.
 * Written for this site; it asks nobody else for anything.
 */
(function () {
  "use strict";

  var form = document.getElementById("sheet");
  var kept = document.getElementById("kept");
  if (!form || !kept || !window.fetch || !window.FormData) return;

  var WAIT = 800, AGAIN = 4000, LONGEST_WAIT = 60000, NO_ANSWER = 30000;
  var store = "lineofsight-audit-" + form.dataset.wordsName;
  var windowId = random();
  var mine = store + "-" + windowId;
  var found = {};
  var answers = {};
  var TWICE = " Another window has written here too: both are kept. Load this page again to choose which words stay.";
  var twice = false;
  var wait = AGAIN, timer = null, sending = false, secret = null, leaving = false;

  function random() {
    var numbers = new Uint32Array(4);
    window.crypto.getRandomValues(numbers);
    return Array.prototype.map.call(numbers, function (n) { return n.toString(36); }).join("");
  }

  function boxes(answer) { return Array.prototype.slice.call(answer.element.querySelectorAll("input")); }

  function read(answer) {
    if (answer.kind === "text") return answer.element.value;
    var chosen = boxes(answer).filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    return answer.kind === "list" ? chosen.join("\n") : (chosen[0] || "");
  }

  function show(answer, value) {
    if (answer.kind === "text") { answer.element.value = value; return; }
    var chosen = value.split("\n");
    boxes(answer).forEach(function (box) { box.checked = chosen.indexOf(box.value) >= 0; });
  }

  function say(words, state) {
    kept.textContent = words;
    kept.className = "los-audit-kept los-audit-kept--" + state;
  }

  function time() { return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }); }

  function unsent() {
    return Object.keys(answers).filter(function (key) { return read(answers[key]) !== answers[key].sent; });
  }

  /* What is not sent yet, on this machine: each window has a place of its own, so that none writes over another's. */

  function places() {
    try { return window.localStorage; } catch (refused) { return null; }
  }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function withSecret() {
    if (!window.crypto.subtle || !places()) return Promise.resolve(null);
    if (secret) return Promise.resolve(secret);
    return Promise.resolve()
      .then(function () {
        return window.crypto.subtle
          .importKey("raw", bytes(form.dataset.wordsKey), "AES-GCM", false, ["encrypt", "decrypt"]);
      })
      .then(function (made) { secret = made; return made; });
  }

  function remember() {
    var words = {};
    unsent().forEach(function (key) {
      words[key] = { value: read(answers[key]), from: answers[key].revision, at: answers[key].at };
    });
    return withSecret().then(function (key) {
      if (!key) return;
      if (!Object.keys(words).length) { forget(); return; }
      var salt = window.crypto.getRandomValues(new Uint8Array(12));
      return window.crypto.subtle
        .encrypt({ name: "AES-GCM", iv: salt }, key, new TextEncoder().encode(JSON.stringify(words)))
        .then(function (hidden) {
          var all = new Uint8Array(12 + hidden.byteLength), text = "";
          all.set(salt); all.set(new Uint8Array(hidden), 12);
          for (var i = 0; i < all.length; i += 8192) text += String.fromCharCode.apply(null, all.subarray(i, i + 8192));
          if (unsent().length) places().setItem(mine, btoa(text));
        });
    }).catch(function () { /* a full or closed store: the words are still on the page, and are sent again */ });
  }

  /* All is sent: what this window kept goes, and what it found of others, unless they have written on since. */
  function forget() {
    places().removeItem(mine);
    Object.keys(found).forEach(function (place) {
      if (places().getItem(place) === found[place]) places().removeItem(place);
      delete found[place];
    });
  }

  function recall() {
    return withSecret().then(function (key) {
      if (!key) return;
      var there = Object.keys(places()).filter(function (place) {
        return place !== mine && (place === store || place.indexOf(store + "-") === 0);
      });
      return Promise.all(there.map(function (place) { return opened(place, key); })).then(function (all) {
        var last = {};
        all.forEach(function (words) {
          Object.keys(words).forEach(function (name) {
            if (!last[name] || (words[name].at || 0) > (last[name].at || 0)) last[name] = words[name];
          });
        });
        Object.keys(last).forEach(function (name) {
          var answer = answers[name];
          if (!answer || last[name].value === answer.sent) return;
          answer.revision = last[name].from;
          answer.at = last[name].at || 0;
          show(answer, last[name].value);
        });
        if (!unsent().length) return forget();
        say("What you wrote before and could not be sent is here again.", "waits");
      });
    }).catch(function () { /* a closed store: nothing is found in it */ });
  }

  /* What a window kept in its place; nothing, and the place is emptied, where it can't be read. */
  function opened(place, key) {
    return Promise.resolve().then(function () {
      var text = places().getItem(place), all = bytes(text);
      found[place] = text;
      return window.crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12) }, key, all.slice(12));
    }).then(function (plain) {
      return JSON.parse(new TextDecoder().decode(plain));
    }).catch(function () {
      places().removeItem(place);
      return {};
    });
  }

  /* Sending. */

  /* Asks the site; whoever gets no answer for half a minute is told that there is no connection. */
  function ask(address, options) {
    var stop = window.AbortController ? new AbortController() : null;
    var clock = window.setTimeout(function () { if (stop) stop.abort(); }, NO_ANSWER);
    if (stop) options.signal = stop.signal;
    return window.fetch(address, options).then(
      function (answered) { window.clearTimeout(clock); return answered; },
      function (error) { window.clearTimeout(clock); throw error; }
    );
  }

  function plan(after) {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, after);
  }

  function send() {
    if (sending) return;
    var waiting = unsent();
    var key = waiting.filter(function (name) { return read(answers[name]) !== answers[name].refused; })[0];
    if (!waiting.length) {
      say("All that you wrote is kept, " + time() + "." + (twice ? TWICE : ""), twice ? "lost" : "kept");
      remember();
      return;
    }
    if (!key) { say("Not kept: " + answers[waiting[0]].why + " Shorten or copy what you wrote.", "lost"); return; }
    sending = true;
    var answer = answers[key], value = read(answer);
    var body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("key", key);
    body.append("began_from", answer.revision);
    body.append("window", windowId);
    if (answer.kind === "list") value.split("\n").forEach(function (each) { body.append("value", each); });
    else body.append("value", value);
    say("Keeping what you write …", "waits");
    ask(form.dataset.save, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" })
      .then(function (answered) {
        if (answered.type === "opaqueredirect" || answered.status === 403) return signedOut();
        if (answered.status >= 500 || answered.status === 429) throw new Error("later");
        if (answered.status === 413 || answered.status === 400) return taken(answer, value, { refused: "It is too long." });
        return answered.json().then(function (told) { taken(answer, value, told); });
      })
      .catch(function () {
        say("Not sent yet: no connection. Your words are kept on this machine, and sent as soon as there is one.", "lost");
        later();
      })
      .then(function () { sending = false; });
  }

  function taken(answer, value, told) {
    wait = AGAIN;
    if (told.refused) {
      answer.refused = value;
      answer.why = told.refused;
      remember();
      plan(0);
      return;
    }
    answer.sent = value;
    if (!told.beside) {
      answer.revision = told.revision;
      answer.hidden.value = told.revision;
    } else { // it still follows the older one: what is typed on here goes beside too, and takes nothing away
      twice = true;
      say(TWICE, "lost");
    }
    remember();
    plan(told.beside ? AGAIN : 0);
  }

  function later() {
    remember();
    plan(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  /* Signed out, or signed in again elsewhere: a fresh page brings the mark that forms need. */
  function signedOut() {
    say("You are signed out. Sign in again in another window: this page then goes on keeping what you write.", "lost");
    return ask(window.location.href, { credentials: "same-origin", redirect: "manual" })
      .then(function (answered) { return answered.ok ? answered.text() : ""; })
      .then(function (text) {
        var page = text && new DOMParser().parseFromString(text, "text/html");
        var mark = page && page.querySelector("#sheet input[name=csrfmiddlewaretoken]");
        if (mark) { form.elements.csrfmiddlewaretoken.value = mark.value; wait = WAIT; }
        later();
      });
  }

  function changed(answer) {
    answer.at = Date.now();
    say("Keeping what you write …", "waits");
    remember();
    plan(WAIT);
  }

  Array.prototype.forEach.call(form.querySelectorAll("[data-answer]"), function (element) {
    var key = element.dataset.answer;
    var kind = element.tagName === "TEXTAREA" ? "text" : (element.classList.contains("govuk-checkboxes") ? "list" : "one");
    var answer = { element: element, kind: kind, at: 0, revision: Number(element.dataset.revision) };
    answer.hidden = form.elements["r." + key];
    answer.sent = read(answer);
    answers[key] = answer;
    element.addEventListener("input", function () { changed(answer); });
    element.addEventListener("change", function () { changed(answer); });
  });

  form.addEventListener("submit", function () { leaving = true; });
  window.addEventListener("online", function () { wait = AGAIN; plan(0); });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && unsent().length) { event.preventDefault(); event.returnValue = ""; }
  });
  recall().then(function () {
    if (unsent().length) plan(0);
    else say("What you write is kept by itself.", "kept");
  });
})();
