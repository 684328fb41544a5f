// "Back" leads to the page of this site the reader came from; the link itself leads to the section.

const link = document.querySelector("[data-back]");
const from = document.referrer ? new URL(document.referrer) : null;
const isOwnPage = from?.origin === location.origin && from.pathname !== location.pathname;

if (link && isOwnPage && !from.pathname.startsWith("/accounts/")) link.href = from.href;
