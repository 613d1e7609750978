//go:build unix

package engine

// What is done with mouse and keyboard, as WebDriver and WebDriver BiDi have it.

type object = map[string]any

// clickActions move the mouse to a point and click.
func clickActions(x, y float64) []object {
	return []object{{"type": "pointer", "id": "mouse", "parameters": object{"pointerType": "mouse"}, "actions": []object{
		{"type": "pointerMove", "x": int(x), "y": int(y)},
		{"type": "pointerDown", "button": 0},
		{"type": "pointerUp", "button": 0},
	}}}
}

// keyActions press one key after the other.
func keyActions(keys string) []object {
	var actions []object
	for _, key := range keys {
		actions = append(
			actions,
			object{"type": "keyDown", "value": string(key)},
			object{"type": "keyUp", "value": string(key)},
		)
	}
	return []object{{"type": "key", "id": "keyboard", "actions": actions}}
}
