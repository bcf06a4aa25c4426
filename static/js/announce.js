// Says something to those who listen. The region is there before anything is said in it.

const region = document.createElement("p");
region.className = "hidden";
region.setAttribute("aria-live", "assertive");
document.body.append(region);

export const announce = (words) => {
  // The same words again are news too.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
};
