// Signed out meanwhile: the page to sign in says that the last change was not saved, and leads back here.

export const signIn = () => {
  const next = location.pathname + location.search;
  location.assign(`/sign-in/?${new URLSearchParams({ unsaved: "yes", next })}`);
};
