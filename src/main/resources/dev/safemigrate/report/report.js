(() => {
  "use strict";
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // Copying the SQL of a remedy.
  for (const fix of all(".fix")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the SQL");
    fix.append(button);
  }
  const copied = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // A page that was opened as a file may have no clipboard of its own.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) {
      throw new Error("the browser refused to copy");
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".fix button");
    if (!button) {
      return;
    }
    const text = button.parentElement.querySelector("code").textContent;
    let word = "Copied";
    try {
      await copied(text);
    } catch {
      word = "Not copied";
    }
    button.textContent = word;
    button.focus();
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

  // Filtering migrations by class and by words.
  const form = document.querySelector(".filters");
  if (!form) {
    return;
  }
  const entries = new Map(all(".files a").map((link) => [link.hash.slice(1), link.parentElement]));
  const articles = all("article.m").map((element) => ({
    element,
    details: element.querySelector("details"),
    entry: entries.get(element.id),
    style: ["s", "r", "e", "u"].find((name) => element.classList.contains(name)),
    words: null,
  }));
  const status = form.querySelector(".shown");
  const filter = () => {
    const data = new FormData(form);
    const styles = new Set(data.getAll("class"));
    const wanted = data.get("words").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const article of articles) {
      if (wanted.length && article.words === null) {
        article.words = article.element.textContent.toLowerCase();
      }
      const fits = styles.has(article.style) && wanted.every((word) => article.words.includes(word));
      article.element.hidden = !fits;
      article.entry.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    status.textContent = shown === articles.length ? "" : `${shown} of ${articles.length} migrations shown`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what) {
      articles.forEach((article) => { article.details.open = what === "open"; });
    }
  });
  form.hidden = false;

  // A link into a folded or filtered migration shows it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const article = target && target.closest("article.m");
    if (article) {
      article.hidden = false;
      article.querySelector("details").open = true;
      target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  if (window.matchMedia("(max-width: 60rem)").matches) {
    document.querySelector(".index").open = false;
  }
  window.addEventListener("beforeprint", () => articles.forEach((article) => { article.details.open = true; }));
})();
