// Package recipes has the code of docs/recipes.md. Copy what you need: nothing imports this package but its tests and
// make recipes, which measures what each recipe adds to a page.
package recipes
